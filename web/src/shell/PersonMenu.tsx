import { type MantineColorScheme, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { changeLanguage, useLanguage, useT } from '@web/i18n';
import { LANGUAGES, type Language } from '@web/i18n/languages';
import { signOut } from '@web/session/session';
import { useSignedIn } from '@web/session/useSession';
import { Icon, type IconName } from '@web/ui/Icon';
import { tellFailed } from '@web/ui/tell';
import { useNavigate } from 'react-router';
import classes from './Shell.module.css';
import { useCarefully } from './useCarefully';

const SCHEMES: readonly {
  value: MantineColorScheme;
  icon: IconName;
  label: 'common.light' | 'common.dark' | 'common.system';
}[] = [
  { value: 'light', icon: 'sun', label: 'common.light' },
  { value: 'dark', icon: 'moon', label: 'common.dark' },
  { value: 'auto', icon: 'screen', label: 'common.system' },
];

/** The person: account, language, appearance, sign out. */
export function PersonMenu() {
  const t = useT();
  const { user } = useSignedIn();
  const navigate = useNavigate();
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { carefully, dialog } = useCarefully();

  const initials = user.firstName.slice(0, 1) + user.lastName.slice(0, 1);
  const leave = () => {
    signOut().catch(() => notifications.show({ message: t('session.signOutFailed'), color: 'weld', autoClose: false }));
  };
  return (
    <>
      {dialog}
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <button type="button" className={classes.person} aria-label={`${t('common.account')} ${initials}`}>
            {initials}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text size="sm" fw={580} c="var(--mantine-color-text)">
              {user.firstName} {user.lastName}
            </Text>
            {user.email ?? user.phone}
          </Menu.Label>
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="shield" size={16} />} onClick={() => void navigate('/account')}>
            {t('account.title')}
          </Menu.Item>
          <Menu.Label>{t('common.language')}</Menu.Label>
          {(Object.keys(LANGUAGES) as Language[]).map((code) => (
            <Menu.Item
              key={code}
              lang={code}
              closeMenuOnClick={false}
              aria-current={code === language ? 'true' : undefined}
              rightSection={code === language && <Icon name="check" size={16} />}
              onClick={() => void changeLanguage(code).catch(tellFailed)}
            >
              {LANGUAGES[code].name}
            </Menu.Item>
          ))}
          <Menu.Label>{t('common.appearance')}</Menu.Label>
          {SCHEMES.map(({ value, icon, label }) => (
            <Menu.Item
              key={value}
              closeMenuOnClick={false}
              leftSection={<Icon name={icon} size={16} />}
              aria-current={value === colorScheme ? 'true' : undefined}
              rightSection={value === colorScheme && <Icon name="check" size={16} />}
              onClick={() => setColorScheme(value)}
            >
              {t(label)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="signOut" size={16} />} onClick={() => carefully(leave)}>
            {t('session.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
