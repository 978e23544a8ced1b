import { Menu, Text } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { switchCompany } from '@web/session/session';
import { useSignedIn } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { tellDone, tellFailed } from '@web/ui/tell';
import { useNavigate } from 'react-router';
import classes from './Shell.module.css';
import { useCarefully } from './useCarefully';

/** The company worked in, always in sight; switching keeps the screen and drops everything of the other company. */
export function CompanyMenu() {
  const { t, enumLabel } = useFormat();
  const { tenants, tenant } = useSignedIn();
  const navigate = useNavigate();
  const { carefully, dialog } = useCarefully();

  const go = (id: string, name: string) =>
    carefully(() => {
      switchCompany(id)
        .then(() => tellDone(t('session.switched', { name })))
        .catch(tellFailed);
    });
  return (
    <>
      {dialog}
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <button
            type="button"
            className={classes.company}
            aria-label={`${t('session.company')}: ${tenant?.name ?? ''}`}
          >
            <span className={classes.companyName}>{tenant?.name}</span>
            <Icon name="down" size={15} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('session.switchCompany')}</Menu.Label>
          {tenants.map((company) => (
            <Menu.Item
              key={company.id}
              aria-current={company.id === tenant?.id ? 'true' : undefined}
              rightSection={company.id === tenant?.id && <Icon name="check" size={16} />}
              onClick={() => company.id !== tenant?.id && go(company.id, company.name)}
            >
              <Text size="sm" fw={560}>
                {company.name}
              </Text>
              <Text size="xs" c="dimmed">
                {enumLabel('role', company.role)}
              </Text>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="plus" size={16} />} onClick={() => void navigate('/companies/new')}>
            {t('session.newCompany')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
