import { useT } from '@web/i18n';
import { PageHeader } from '@web/ui/PageHeader';
import classes from './Account.module.css';
import { Addresses } from './Addresses';
import { PasswordForm } from './PasswordForm';
import { SecondFactor } from './SecondFactor';
import { Sessions } from './Sessions';

/** What people do with their own account. */
export function Component() {
  const t = useT();
  return (
    <div className={classes.page}>
      <PageHeader title={t('account.title')} hint={t('account.hint')} />
      <AccountPanels />
    </div>
  );
}

/** All of it, whatever stands around it. */
export function AccountPanels() {
  return (
    <>
      <PasswordForm />
      <SecondFactor />
      <Addresses />
      <Sessions />
    </>
  );
}
