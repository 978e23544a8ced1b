import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { PageHeader } from '@web/ui/PageHeader';
import { Outlet } from 'react-router';
import { CompanyFactor } from './CompanyFactor';
import { Invitations } from './Invitations';
import { Members } from './Members';
import { OwnershipPanel } from './OwnershipPanel';

/** Who belongs to the company, and who is invited to. */
export function List() {
  const t = useT();
  const can = useCan();
  return (
    <>
      <PageHeader title={t('people.title')} hint={t('people.hint')} />
      <Members />
      {can('invitations:manage') && <Invitations />}
      {can('tenant:own') && <OwnershipPanel />}
      {can('tenant:read') && can('security:manage') && <CompanyFactor />}
      <Outlet />
    </>
  );
}

export { MemberDetail as Detail } from './MemberDetail';
