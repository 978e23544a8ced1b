import type { SupportAccess } from '@contract';
import { Text } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import classes from './Support.module.css';

/** Who came in by a consent, when and why, the newest first. */
export function Accesses({ accesses }: { accesses: readonly SupportAccess[] }) {
  const { t } = useFormat();
  if (accesses.length === 0) return <span className={classes.quiet}>{t('support.nobodyCame')}</span>;
  return (
    <ul className={classes.accesses} aria-label={t('support.cameIn')}>
      {accesses.map((access) => (
        <li key={access.id}>
          <Access access={access} />
        </li>
      ))}
    </ul>
  );
}

function Access({ access }: { access: SupportAccess }) {
  const { t, dateTime } = useFormat();
  const from = dateTime(access.openedAt);
  const when =
    access.endedAt === null
      ? t('support.inSince', { from })
      : t('support.wasIn', { from, to: dateTime(access.endedAt) });
  const used =
    access.lastUsedAt === null ? t('support.neverUsed') : t('support.lastUsed', { at: dateTime(access.lastUsedAt) });
  return (
    <>
      <strong>{access.by}</strong>: {access.reason}
      <Text size="xs" c="dimmed">
        {when} · {used}
      </Text>
    </>
  );
}
