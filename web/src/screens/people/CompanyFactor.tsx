import { Anchor, Skeleton, Switch, Text } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { useSignedIn } from '@web/session/useSession';
import { ErrorState } from '@web/ui/ErrorState';
import { Panel } from '@web/ui/Panel';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCompanyRecord, useRequireFactor } from './useCompanyRecord';

/** Whether the company asks everybody for a second factor. */
export function CompanyFactor() {
  const t = useT();
  const query = useCompanyRecord();
  const [asking, setAsking] = useState(false);
  const required = query.data?.secondFactorRequired ?? false;
  return (
    <Panel title={t('account.secondFactor')} hint={t('people.factorText')}>
      {query.isPending && <Skeleton height={24} width="50%" role="status" aria-label={t('common.loading')} />}
      {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Switch label={t('people.factor')} checked={required} onChange={() => setAsking(true)} />}
      {asking && <AskFactor required={!required} onClose={() => setAsking(false)} />}
    </Panel>
  );
}

function AskFactor({ required, onClose }: { required: boolean; onClose: () => void }) {
  const t = useT();
  const { user } = useSignedIn();
  const requireFactor = useRequireFactor();
  // Kept as it was asked: the answer changes what the switch stands at.
  const [wanted] = useState(required);
  return (
    <FormDialog
      title={t(wanted ? 'people.factorAsk' : 'people.factorDrop')}
      submitLabel={t(wanted ? 'people.factorDoAsk' : 'people.factorDoDrop')}
      fields={useFields({})}
      onClose={onClose}
      onSubmit={async () => {
        await requireFactor(wanted);
        tellDone(t(wanted ? 'people.factorAsked' : 'people.factorDropped'));
      }}
    >
      <Text size="sm">{t(wanted ? 'people.factorAskText' : 'people.factorDropText')}</Text>
      {wanted && !user.totpEnabled && (
        <Text size="sm">
          {t('people.factorNone')}{' '}
          <Anchor component={Link} to="/account" inherit>
            {t('account.toFactor')}
          </Anchor>
        </Text>
      )}
    </FormDialog>
  );
}
