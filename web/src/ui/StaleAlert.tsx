import { Alert, Button, Group, Text } from '@mantine/core';
import { useT } from '@web/i18n';
import { useEffect, useRef, useState } from 'react';
import { Icon } from './Icon';
import { tellFailed } from './tell';

type Props = { reloadLabel: string; onReload: () => Promise<unknown>; onKeep: () => void };

/** Someone else saved first: the choice between their version and a further look at one's own. */
export function StaleAlert({ reloadLabel, onReload, onKeep }: Props) {
  const t = useT();
  const alert = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    alert.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const reload = () => {
    setBusy(true);
    onReload()
      .catch(tellFailed)
      .finally(() => setBusy(false));
  };
  return (
    <Alert
      ref={alert}
      color="weld"
      variant="light"
      icon={<Icon name="alert" />}
      title={t('forms.changed')}
      role="alert"
      mb="md"
      w="100%"
    >
      <Text size="sm">{t('forms.changedText')}</Text>
      <Group gap="xs" mt="sm">
        <Button size="xs" loading={busy} onClick={reload}>
          {reloadLabel}
        </Button>
        <Button size="xs" variant="default" onClick={onKeep}>
          {t('forms.keepLooking')}
        </Button>
      </Group>
    </Alert>
  );
}
