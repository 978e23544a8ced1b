import { Anchor } from '@mantine/core';
import { useT } from '@web/i18n';
import { useNavigate } from 'react-router';
import { CompaniesPage } from './CompaniesPage';
import { CompanyForm } from './CompanyForm';

export function Component() {
  const t = useT();
  const navigate = useNavigate();
  return (
    <CompaniesPage title={t('session.newCompany')}>
      <CompanyForm />
      <Anchor component="button" type="button" mt="lg" onClick={() => void navigate(-1)}>
        {t('common.back')}
      </Anchor>
    </CompaniesPage>
  );
}
