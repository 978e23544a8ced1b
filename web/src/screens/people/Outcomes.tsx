import type { MemberResult } from '@contract';
import { Button, Group, Modal, Text } from '@mantine/core';
import { useT } from '@web/i18n';
import { StateBadge } from '@web/ui/StateBadge';

type Props = { results: readonly MemberResult[]; nameOf: (userId: string) => string; onClose: () => void };

/** What became of each of several people. */
export function Outcomes({ results, nameOf, onClose }: Props) {
  const t = useT();
  const done = results.filter((each) => each.done).length;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.outcome', { done, count: results.length })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      zIndex={300}
    >
      <ul aria-label={t('people.outcomes')} style={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {results.map((each) => (
          <li key={each.userId} style={{ paddingBlock: '0.35rem' }}>
            <Group gap="xs" justify="space-between" wrap="nowrap">
              <span>{nameOf(each.userId)}</span>
              <StateBadge tone={each.done ? 'good' : 'bad'}>
                {t(each.done ? 'people.done' : 'people.notDone')}
              </StateBadge>
            </Group>
            {each.message && (
              <Text size="sm" c="dimmed">
                {each.message}
              </Text>
            )}
          </li>
        ))}
      </ul>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.close')}
        </Button>
      </Group>
    </Modal>
  );
}
