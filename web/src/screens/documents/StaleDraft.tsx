import { Alert, Button, Group, Text } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { useAuditWords } from '@web/record/auditWords';
import { type LineColumn, LineTable } from '@web/record/LineTable';
import { useLocationNames } from '@web/record/useLocationNames';
import { Icon } from '@web/ui/Icon';
import { useEffect, useRef, useState } from 'react';
import { type Difference, differencesOf } from './draftDifferences';
import { isEditable, type OpenedDraft, valuesOf } from './openedDraft';
import { useDocumentChanges } from './useDocumentChanges';
import type { DocumentFormState } from './useDocumentForm';

type Props = {
  theirs: OpenedDraft;
  mine: Pick<DocumentFormState, 'head' | 'lines' | 'touched'>;
  onReload: () => void;
  onKeep: () => void;
};

const COLUMNS: readonly LineColumn<Difference>[] = [
  { label: 'documents.field', cell: ({ field }) => field },
  { label: 'documents.theirs', cell: ({ theirs }) => theirs || '–' },
  { label: 'documents.mine', cell: ({ mine }) => mine || '–' },
];

/** Somebody else saved the draft first: who, what differs, and the choice. What was typed stays in the fields meanwhile. */
export function StaleDraft({ theirs, mine, onReload, onKeep }: Props) {
  const format = useFormat();
  const { t } = format;
  const alert = useRef<HTMLDivElement>(null);
  const [compared, setCompared] = useState(false);
  const { data: places = [] } = useLocationNames();
  const editable = isEditable(theirs.loaded);
  const placeName = (id: string) => places.find((place) => place.id === id)?.name ?? id.slice(0, 8);
  const differences = compared ? differencesOf(valuesOf(theirs, format.locale), mine, format, placeName) : [];
  useEffect(() => {
    alert.current?.scrollIntoView({ block: 'nearest' });
    alert.current?.focus();
  }, []);
  return (
    <Alert
      ref={alert}
      tabIndex={-1}
      color="weld"
      variant="light"
      icon={<Icon name="alert" />}
      title={t('forms.changed')}
      role="alert"
      mb="md"
    >
      <Text size="sm">
        <ChangedBy id={theirs.loaded.id} at={theirs.loaded.updatedAt} />{' '}
        {t(editable ? 'documents.staleText' : 'documents.staleOver')}
      </Text>
      {compared && differences.length === 0 && <Text size="sm">{t('documents.nothingDiffers')}</Text>}
      {differences.length > 0 && (
        <LineTable
          label={t('documents.compared')}
          lines={differences}
          lineKey={({ field }) => field}
          columns={COLUMNS}
        />
      )}
      <Group gap="xs" mt="sm">
        <Button size="xs" variant="default" onClick={onReload}>
          {t('forms.reloadLosing')}
        </Button>
        {!compared && (
          <Button size="xs" onClick={() => setCompared(true)}>
            {t('documents.compare')}
          </Button>
        )}
        {editable && compared && (
          <Button size="xs" onClick={onKeep}>
            {t('documents.keepMine')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function ChangedBy({ id, at }: { id: string; at: string }) {
  const { t, dateTime } = useFormat();
  const words = useAuditWords();
  const { data } = useDocumentChanges(id);
  const last = data?.data[0];
  return last
    ? t('documents.changedBy', { name: words.actor(last.actor), when: dateTime(last.at) })
    : t('documents.changedAt', { when: dateTime(at) });
}
