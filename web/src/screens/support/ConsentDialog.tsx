import { MOST_CONSENT_HOURS, SUPPORT_LEVELS, type SupportLevel } from '@contract';
import { NativeSelect, Radio, Stack, Text, Textarea } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { useConsentCalls } from './useConsents';

const HOURS = [1, 4, 8, 24, 48, MOST_CONSENT_HOURS];
const REASON_LENGTH = 500;

/** Lets support in: to what, for how long, and why. */
export function ConsentDialog({ replaces, onClose }: { replaces: boolean; onClose: () => void }) {
  const { t, enumLabel, dateTime } = useFormat();
  const calls = useConsentCalls();
  const fields = useFields({ hours: '4', reason: '' });
  const [level, setLevel] = useState<SupportLevel>('READ');
  const give = async () => {
    const { hours, reason } = fields.values;
    const { expiresAt } = await calls.consent({ level, hours: Number(hours), reason });
    tellDone(t('support.given', { at: dateTime(expiresAt) }));
  };
  return (
    <FormDialog
      title={t('support.letIn')}
      submitLabel={t('support.letIn')}
      fields={fields}
      onClose={onClose}
      onSubmit={give}
    >
      <Radio.Group
        label={t('support.level')}
        description={t('support.levelText')}
        value={level}
        onChange={(value) => setLevel(value as SupportLevel)}
      >
        <Stack gap="xs" mt="xs">
          {SUPPORT_LEVELS.map((each, index) => (
            <Radio
              key={each}
              value={each}
              label={enumLabel('supportLevel', each)}
              {...(index === 0 && { 'data-autofocus': true })}
            />
          ))}
        </Stack>
      </Radio.Group>
      <NativeSelect
        {...fields.bind('hours')}
        label={t('support.hours')}
        data={HOURS.map((count) => ({ value: String(count), label: t('common.hours', { count }) }))}
      />
      <Textarea
        {...fields.bind('reason')}
        label={t('support.reason')}
        description={t('support.reasonText')}
        maxLength={REASON_LENGTH}
        autosize
        minRows={2}
      />
      {replaces && <Text size="sm">{t('support.replaces')}</Text>}
    </FormDialog>
  );
}
