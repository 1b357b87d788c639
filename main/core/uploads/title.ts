/** A paper's title from the name of its file: no folder, no extension, underscores and runs of spaces as one space, NFC. */
export const titleOfFileName = (fileName: string): string => {
  const base = fileName.normalize('NFC').split(/[\\/]/u).at(-1) ?? '';
  const tidy = (text: string): string => text.replaceAll(/[_\s]+/gu, ' ').trim();
  const title = tidy(base.replace(/\.[a-z0-9]{1,5}$/iu, ''));
  return (title === '' ? tidy(base) : title).slice(0, 500) || 'PDF';
};
