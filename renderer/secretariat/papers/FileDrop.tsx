import { Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { DropZone, FileTrigger, isFileDropItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ClientArgs } from '../../../shared/contract/client.ts';
import type { Classification } from '../../../shared/domain/records/common.ts';
import { useSentence } from '../../i18n/useSentence.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { useToast } from '../../ui/Toast.tsx';
import styles from './FileDrop.module.css';
import { uploadFiles } from './uploadFiles.ts';

/** Hands files to the core for one place, and says what could not even begin. */
export const useUpload = (
  owner: ClientArgs<'uploads.begin'>['owner'],
  classification: Classification,
): ((files: readonly File[]) => void) => {
  const toast = useToast();
  const sentence = useSentence();
  return (files) =>
    uploadFiles(owner, files, classification, (file, error) => toast(`${file.name}: ${sentence(error)}`));
};

/** Opens the system's choice of files. */
export const FileButton = ({
  label,
  many = true,
  onFiles,
}: {
  readonly label: string;
  readonly many?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}) => (
  <FileTrigger
    allowsMultiple={many}
    acceptedFileTypes={['application/pdf', '.pdf']}
    onSelect={(files) => onFiles(files === null ? [] : [...files])}
  >
    <Button icon={<Upload aria-hidden size={18} />}>{label}</Button>
  </FileTrigger>
);

/** A part of the screen onto which files may be dropped; a file button stands in it for hands that do not drag. */
export const FileDrop = ({
  label,
  onFiles,
  children,
}: {
  readonly label: string;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <DropZone
      aria-label={label}
      className={cx(styles.zone)}
      getDropOperation={() => 'copy'}
      onDrop={({ items }) => {
        void Promise.all(items.filter(isFileDropItem).map((item) => item.getFile())).then(onFiles);
      }}
    >
      {children}
      <span className={styles.hint} aria-hidden>
        {t('secretariat.papers.dropHere')}
      </span>
    </DropZone>
  );
};
