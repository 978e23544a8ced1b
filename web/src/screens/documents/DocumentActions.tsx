import { STOCK_DOCUMENT_STATES, type StockDocument } from '@contract';
import { Button } from '@mantine/core';
import { ConfirmDialog } from '@web/form/ConfirmDialog';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { DOCUMENT_KINDS } from '@web/stock/documentKinds';
import { Icon } from '@web/ui/Icon';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { DOCUMENTS } from './documentList';
import { ReceiveDialog } from './ReceiveDialog';
import { useDocumentCalls } from './useDocumentCalls';

type Asked = 'post' | 'receive' | 'reverse' | 'discard';

/** What may be done with a document in its state by whoever looks at it; the next step first. */
export function DocumentActions({ document }: { document: StockDocument }) {
  const t = useT();
  const can = useCan();
  const { search } = useLocation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const mayPost = !DOCUMENT_KINDS[document.type].adjusts || can('inventory:adjust');
  const may = (action: keyof typeof STOCK_DOCUMENT_STATES.actions) => {
    const { from, permission } = STOCK_DOCUMENT_STATES.actions[action];
    return (from as readonly string[]).includes(document.status) && can(permission);
  };
  const drafts = document.status === 'DRAFT' && can('inventory:move');
  const close = () => setAsked(null);
  return (
    <>
      {may('post') && mayPost && (
        <Button size="xs" onClick={() => setAsked('post')} leftSection={<Icon name="check" size={15} />}>
          {t('documents.post')}
        </Button>
      )}
      {may('receive') && (
        <Button size="xs" onClick={() => setAsked('receive')} leftSection={<Icon name="check" size={15} />}>
          {t('documents.receive')}
        </Button>
      )}
      {drafts && (
        <Button
          size="xs"
          variant="default"
          component={Link}
          to={{ pathname: `${DOCUMENTS}/${document.id}/edit`, search }}
          leftSection={<Icon name="edit" size={15} />}
        >
          {t('common.edit')}
        </Button>
      )}
      {drafts && (
        <Button size="xs" variant="default" onClick={() => setAsked('discard')}>
          {t('documents.discard')}
        </Button>
      )}
      {may('reverse') && mayPost && document.reversalOfId === null && (
        <Button size="xs" variant="default" onClick={() => setAsked('reverse')}>
          {t('documents.reverse')}
        </Button>
      )}
      {asked === 'receive' && <ReceiveDialog document={document} onClose={close} />}
      {asked !== null && asked !== 'receive' && <Question document={document} asked={asked} onClose={close} />}
    </>
  );
}

type QuestionProps = { document: StockDocument; asked: Exclude<Asked, 'receive'>; onClose: () => void };

function Question({ document: { id, number, viaTransit }, asked, onClose }: QuestionProps) {
  const t = useT();
  const calls = useDocumentCalls();
  const navigate = useNavigate();
  const { search } = useLocation();
  if (asked === 'post')
    return (
      <ConfirmDialog
        title={t('documents.postTitle', { number })}
        text={t('documents.postText')}
        submitLabel={t('documents.post')}
        onClose={onClose}
        onSubmit={async () => {
          await calls.post(id);
          tellDone(t(viaTransit ? 'documents.onItsWay' : 'documents.posted', { number }));
        }}
      />
    );
  if (asked === 'discard')
    return (
      <ConfirmDialog
        title={`${t('documents.discard')}: ${number}`}
        text={t('documents.discardText')}
        submitLabel={t('documents.discard')}
        onClose={onClose}
        onSubmit={async () => {
          await calls.archive(id);
          tellDone(t('documents.discarded', { number }));
        }}
      />
    );
  return (
    <ConfirmDialog
      title={t('documents.reverseTitle', { number })}
      text={t('documents.reverseText')}
      submitLabel={t('documents.reverse')}
      tone="danger"
      onClose={onClose}
      onSubmit={async () => {
        const reversal = await calls.reverse(id);
        tellDone(t('documents.reversed', { number }));
        void navigate({ pathname: `${DOCUMENTS}/${reversal.id}`, search });
      }}
    />
  );
}
