import type { AuditEntryRecord } from '@contract';
import { useWord } from '@web/i18n';

/** `lead time days` for leadTimeDays, `short close` for short-close. */
const spaced = (text: string) =>
  text
    .replaceAll(/[_-]/g, ' ')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase();

/** How the console calls what the log names by the server's words. */
export function useAuditWords() {
  const word = useWord();
  return {
    action: (value: string) => word(`enums.auditAction.${value}`, spaced(value)),
    entity: (value: string) => word(`enums.auditEntity.${value}`, spaced(value)),
    /** A field of a record by its path, such as `defects.0.quantity`. */
    field: (path: string) =>
      path
        .split('.')
        .map((name) => word(`fields.${name}`, spaced(name)))
        .join(' · '),
    actor: ({ kind, id, name }: AuditEntryRecord['actor']) => {
      if (name !== null) return name;
      const called = word(`enums.auditActor.${kind}`, kind);
      return id === null ? called : `${called} ${kind === 'user' ? id.slice(0, 8) : id}`;
    },
  };
}

export const Who = ({ actor }: { actor: AuditEntryRecord['actor'] }) => useAuditWords().actor(actor);
export const What = ({ action }: { action: string }) => useAuditWords().action(action);
export const Kind = ({ entity }: { entity: string }) => useAuditWords().entity(entity);
