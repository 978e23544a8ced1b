import type { Location } from '@contract';
import { Button, Group, Modal, Text } from '@mantine/core';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { hasCode } from '@web/http/problem';
import { useT } from '@web/i18n';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { useLocationCalls } from './useLocationCalls';

type Props = { location: Location; opened: boolean; onClose: () => void; onStale: () => void; onDeleted: () => void };

/** Asks before a location is deleted, and says why when it cannot be. */
export function DeleteLocation({ location, opened, onClose, onStale, onDeleted }: Props) {
  const t = useT();
  const calls = useLocationCalls();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ error: unknown; loose: string[] } | null>(null);

  const close = () => {
    setProblem(null);
    onClose();
  };
  const remove = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await calls.remove(location);
      tellDone(t('locations.deleted'));
      onDeleted();
    } catch (error) {
      if (!hasCode(error, 'VERSION_MISMATCH')) return setProblem({ error, loose: [] });
      close();
      onStale();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('locations.deleteTitle', { name: location.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      zIndex={300}
    >
      <ProblemAlert problem={problem} />
      <Text>{t('locations.deleteText')}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={close} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color="madder" loading={busy} onClick={remove}>
          {t('common.delete')}
        </Button>
      </Group>
    </Modal>
  );
}
