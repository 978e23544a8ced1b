import { Button } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { switchCompany } from '@web/session/session';
import { useSignedIn } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { Link } from 'react-router';
import classes from './Companies.module.css';
import { CompaniesPage } from './CompaniesPage';
import { CompanyForm } from './CompanyForm';

/** For people of several companies, and for those of none yet. */
export function Component() {
  const { t, enumLabel } = useFormat();
  const { tenants } = useSignedIn();
  const [busy, setBusy] = useState(false);

  if (tenants.length === 0) {
    return (
      <CompaniesPage title={t('session.noCompany')} text={t('session.noCompanyText')}>
        <CompanyForm />
      </CompaniesPage>
    );
  }
  const choose = (id: string) => {
    setBusy(true);
    switchCompany(id)
      .catch(tellFailed)
      .finally(() => setBusy(false));
  };
  return (
    <CompaniesPage title={t('session.chooseCompany')} text={t('session.chooseCompanyText')}>
      <ul className={classes.choices}>
        {tenants.map((company) => (
          <li key={company.id}>
            <button type="button" className={classes.choice} disabled={busy} onClick={() => choose(company.id)}>
              <span>
                <strong>{company.name}</strong>
                <small>{enumLabel('role', company.role)}</small>
              </span>
              <Icon name="right" />
            </button>
          </li>
        ))}
      </ul>
      <Button variant="default" component={Link} to="/companies/new" leftSection={<Icon name="plus" size={16} />}>
        {t('session.newCompany')}
      </Button>
    </CompaniesPage>
  );
}
