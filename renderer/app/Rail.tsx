import {
  CircleUserRound,
  FileText,
  Home,
  Keyboard,
  type LucideIcon,
  Lock,
  MessageSquareText,
  Landmark,
  PenLine,
  Settings,
  UserCog,
} from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { cx } from '../ui/cx.ts';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import { call } from './cabinet.ts';
import { paths } from './paths.ts';
import styles from './Rail.module.css';
import { isAdministrator, isSecretary, useSession } from './session.ts';

interface Place {
  readonly href: string;
  readonly label: string;
  readonly Icon: LucideIcon;
  readonly isHere: boolean;
}

const usePlaces = (): readonly Place[] => {
  const { t } = useTranslation();
  const session = useSession();
  const [path] = useLocation();
  const under = (prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);
  return [
    { href: paths.home, label: t('app.rail.home'), Icon: Home, isHere: path === '/' },
    { href: paths.meetings, label: t('app.rail.meetings'), Icon: Landmark, isHere: under('/meetings') },
    { href: paths.papers, label: t('app.rail.papers'), Icon: FileText, isHere: under('/papers') },
    { href: paths.slips, label: t('app.rail.slips'), Icon: MessageSquareText, isHere: under('/slips') },
    ...(isSecretary(session)
      ? [
          {
            href: paths.secretariat,
            label: t('app.rail.secretariat'),
            Icon: PenLine,
            isHere: under('/secretariat'),
          },
        ]
      : []),
    ...(isAdministrator(session)
      ? [{ href: paths.admin, label: t('app.rail.admin'), Icon: UserCog, isHere: under('/admin') }]
      : []),
  ];
};

const AccountMenu = ({ onShowKeys }: { readonly onShowKeys: () => void }) => {
  const { t } = useTranslation();
  const session = useSession();
  const [, navigate] = useLocation();
  return (
    <Menu
      label={t('app.account.label')}
      trigger={
        <AriaButton className={cx(styles.account)}>
          <CircleUserRound aria-hidden size={22} />
          <span className={styles.who}>
            <span className={styles.name}>{session.person?.name ?? session.username}</span>
            <span className={styles.position}>{session.person?.position}</span>
          </span>
        </AriaButton>
      }
    >
      <MenuItem icon={<Settings aria-hidden size={20} />} onAction={() => navigate(paths.settings)}>
        {t('app.account.settings')}
      </MenuItem>
      <MenuItem icon={<Keyboard aria-hidden size={20} />} onAction={onShowKeys}>
        {t('app.account.keys')}
      </MenuItem>
      <MenuItem icon={<Lock aria-hidden size={20} />} onAction={() => void call('session.lock', {})}>
        {t('app.account.lock')}
      </MenuItem>
    </Menu>
  );
};

/** Where one can go, in full words. */
export const Rail = ({ onShowKeys }: { readonly onShowKeys: () => void }) => {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <nav className={styles.rail} aria-label={t('app.rail.label')}>
      <p className={styles.organisation}>{session.organisation?.shortName}</p>
      <ul className={styles.places}>
        {usePlaces().map(({ href, label, Icon, isHere }) => (
          <li key={href}>
            <Link
              href={href}
              className={cx(styles.place, isHere && styles.here)}
              {...(isHere ? { 'aria-current': 'page' as const } : {})}
            >
              <Icon aria-hidden size={20} strokeWidth={1.75} />
              {label}
            </Link>
          </li>
        ))}
      </ul>
      <AccountMenu onShowKeys={onShowKeys} />
    </nav>
  );
};
