import { Button, Group, Modal, Text } from '@mantine/core';
import { useT } from '@web/i18n';

type Props = { opened: boolean; onStay: () => void; onLeave: () => void };

/** Asks before unsaved changes are dropped. */
export function LeaveDialog({ opened, onStay, onLeave }: Props) {
  const t = useT();
  return (
    <Modal
      opened={opened}
      onClose={onStay}
      title={t('forms.unsaved')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      zIndex={400}
    >
      <Text>{t('forms.unsavedText')}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onLeave}>
          {t('forms.leave')}
        </Button>
        <Button onClick={onStay} data-autofocus>
          {t('forms.stay')}
        </Button>
      </Group>
    </Modal>
  );
}
