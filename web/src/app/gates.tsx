import type { Permission } from '@contract';
import { Button, Center, Loader } from '@mantine/core';
import { useT } from '@web/i18n';
import { startSession } from '@web/session/session';
import { useCan, useSession, useSignedIn } from '@web/session/useSession';
import { NoPermission } from '@web/ui/ErrorState';
import { Notice } from '@web/ui/Notice';
import { problemText } from '@web/ui/problemText';
import { usePageTitle } from '@web/ui/usePageTitle';
import { lazy, Suspense } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';

const FactorAsked = lazy(() => import('@web/screens/account/FactorAsked'));
const AccountAlone = lazy(() => import('@web/screens/account/AccountAlone'));

const OUTSIDE = new Set(['/sign-in', '/register', '/forgot-password']);
/** What a link in a message leads to, signed in or not. */
const EITHER_WAY = new Set(['/reset-password', '/verify-email', '/invitation']);

/** Decides by the session which pages there are: sign in, choose a company, or work. */
export function SessionGate() {
  const t = useT();
  const session = useSession();
  const { pathname, search } = useLocation();

  if (session.status === 'starting') {
    return (
      <Center h="100dvh" role="status" aria-label={t('session.starting')}>
        <Loader type="dots" />
      </Center>
    );
  }
  if (session.status === 'unreachable') {
    const { request } = problemText(session.error, t);
    return (
      <Center h="100dvh">
        <Notice
          icon="offline"
          tone="bad"
          title={t('session.unreachable')}
          text={t('session.unreachableText')}
          request={request}
        >
          <Button variant="default" onClick={() => void startSession()}>
            {t('common.retry')}
          </Button>
        </Notice>
      </Center>
    );
  }
  if (EITHER_WAY.has(pathname)) return <Outlet />;
  const outside = OUTSIDE.has(pathname);
  if (session.status === 'out' && !outside) {
    // Who leaves on purpose starts afresh; who was put out comes back to the same place.
    const next = pathname === '/' || session.byChoice ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${next}`} replace />;
  }
  if (session.status === 'in' && outside) return <Navigate to={nextPath(search)} replace />;
  return <Outlet />;
}

/** Where to go after signing in: only a path of this site, never another one. */
function nextPath(search: string) {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

/** The pages that belong to a company; without one, the choice comes first. */
export function CompanyGate() {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.status !== 'in') return null;
  if (session.tenant) return <Outlet />;
  if (pathname === '/account') {
    return (
      <Suspense fallback={null}>
        <AccountAlone />
      </Suspense>
    );
  }
  const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
  return <Navigate to={`/companies${next}`} replace />;
}

/** The choice of a company leads on as soon as there is one. */
export function ChoiceGate() {
  const session = useSession();
  const { search } = useLocation();
  if (session.status === 'in' && session.tenant) return <Navigate to={nextPath(search)} replace />;
  return <Outlet />;
}

/** While the company refuses its data for want of a second factor, one page says so in place of each of its screens. */
export function FactorGate() {
  const { factorAsked } = useSignedIn();
  if (!factorAsked) return <Outlet />;
  return (
    <Suspense fallback={null}>
      <FactorAsked />
    </Suspense>
  );
}

/** A screen the role does not include says so, and its code is not even loaded. */
export function PermissionGate({ permission }: { permission: Permission }) {
  const can = useCan();
  return can(permission) ? <Outlet /> : <Refused />;
}

function Refused() {
  usePageTitle(useT()('problemTexts.noPermission'));
  return <NoPermission level="page" />;
}
