import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { noteFactorAsked } from '@web/session/factor';
import { readPersonAnew } from '@web/session/person';
import { useCompany, useSignedIn } from '@web/session/useSession';
import { Notice } from '@web/ui/Notice';
import { tellFailed } from '@web/ui/tell';
import { usePageTitle } from '@web/ui/usePageTitle';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';

/** How long another server process may take to hear that the second factor is on. */
const HEARD_WITHIN_MS = 1000;

/** In place of every screen of a company that asks for a second factor, for who has none. */
export default function FactorAsked() {
  const t = useT();
  const { name } = useCompany();
  const { user } = useSignedIn();
  const { pathname, search } = useLocation();
  const [busy, setBusy] = useState(false);
  usePageTitle(t('problems.SECOND_FACTOR_REQUIRED'));

  useEffect(() => {
    if (!user.totpEnabled) return;
    const timer = setTimeout(() => noteFactorAsked(false), HEARD_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [user.totpEnabled]);

  // It may have been turned on in another tab, or the company may ask no longer.
  const lookAgain = () => {
    setBusy(true);
    readPersonAnew()
      .then(() => noteFactorAsked(false))
      .catch(tellFailed)
      .finally(() => setBusy(false));
  };
  return (
    <Notice
      icon="shield"
      title={t('problems.SECOND_FACTOR_REQUIRED')}
      text={t('account.factorAsked', { company: name })}
    >
      <Button component={Link} to="/account" state={{ back: pathname + search }}>
        {t('account.toFactor')}
      </Button>
      <Button variant="default" loading={busy} onClick={lookAgain}>
        {t('common.retry')}
      </Button>
    </Notice>
  );
}
