import { useT } from '@web/i18n';
import { CompaniesPage } from '@web/screens/companies/CompaniesPage';
import { AccountPanels } from './Account';

/** The account of somebody who works in no company yet, or has not chosen one. */
export default function AccountAlone() {
  const t = useT();
  return (
    <CompaniesPage wide title={t('account.title')} text={t('account.hint')}>
      <AccountPanels />
    </CompaniesPage>
  );
}
