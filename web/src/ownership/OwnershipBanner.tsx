import type { OwnershipOffer } from '@contract';
import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { useCompany, useSignedIn } from '@web/session/useSession';
import { Banner } from '@web/ui/Banner';
import { lazy, Suspense, useState } from 'react';
import { useHandedOver } from './useHandedOver';
import { useOwnership } from './useOwnership';

const AnswerOffer = lazy(() => import('./AnswerOffer'));

type Answering = { offer: OwnershipOffer; answer: 'accept' | 'decline' };

/** Above every screen of the member whom the company is offered to, until they answer. */
export function OwnershipBanner() {
  const t = useT();
  const { user } = useSignedIn();
  const { name: company } = useCompany();
  const { data: offer } = useOwnership();
  // The question stays when the offer is over meanwhile: whoever answers is told why it could not be.
  const [answering, setAnswering] = useState<Answering | null>(null);
  useHandedOver(offer);
  return (
    <>
      {offer?.state === 'OPEN' && offer.to.id === user.id && (
        <Banner icon="key" text={t('ownership.offeredToYou', { name: offer.from.name, company })}>
          <Button size="compact-sm" onClick={() => setAnswering({ offer, answer: 'accept' })}>
            {t('ownership.accept')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAnswering({ offer, answer: 'decline' })}>
            {t('ownership.decline')}
          </Button>
        </Banner>
      )}
      {answering && (
        <Suspense fallback={null}>
          <AnswerOffer {...answering} onClose={() => setAnswering(null)} />
        </Suspense>
      )}
    </>
  );
}
