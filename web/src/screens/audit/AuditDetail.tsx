import type { AuditEntryRecord, ListAnswer } from '@contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { ApiError } from '@web/http/problem';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { Kind, useAuditWords, Who } from '@web/record/auditWords';
import { Facts } from '@web/record/Facts';
import classes from '@web/record/RecordDrawer.module.css';
import { SideDrawer } from '@web/record/SideDrawer';
import type { Section } from '@web/record/types';
import { useCompany } from '@web/session/useSession';
import { usePageTitle } from '@web/ui/usePageTitle';
import { useLocation, useNavigate, useParams } from 'react-router';
import { auditList } from './auditList';
import { Changes } from './Changes';

const basics: Section<AuditEntryRecord> = {
  title: 'common.basics',
  facts: [
    { label: 'audit.at', value: (row, format) => format.dateTime(row.at) },
    { label: 'audit.by', value: (row) => <Who actor={row.actor} /> },
    { label: 'audit.entity', value: (row) => <Kind entity={row.entity} /> },
    { label: 'audit.record', value: (row) => row.label ?? row.entityId },
    { label: 'audit.address', value: (row) => row.ipAddress },
    { label: 'audit.request', value: (row) => row.requestId, wide: true },
  ],
};

/** One entry: who, when, and what was before and after. */
export function Detail() {
  const t = useT();
  const { id = '' } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const query = useEntry(id);
  return (
    <SideDrawer
      title={t('screens.audit.one')}
      onClose={() => void navigate({ pathname: auditList.path, search })}
      query={query}
    >
      {(entry) => <Entry entry={entry} />}
    </SideDrawer>
  );
}

function useEntry(id: string) {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, auditList.endpoint, 'one', id],
    queryFn: async ({ signal }) => {
      const path = `${auditList.endpoint}${queryString({ entry: id, limit: 1 })}`;
      const { data } = await api<ListAnswer<AuditEntryRecord>>(path, { signal });
      const [entry] = data;
      if (!entry) throw new ApiError('NOT_FOUND', 404, '');
      return entry;
    },
  });
}

function Entry({ entry }: { entry: AuditEntryRecord }) {
  const t = useT();
  const words = useAuditWords();
  const navigate = useNavigate();
  const heading = `${words.action(entry.action)}: ${entry.label ?? words.entity(entry.entity)}`;
  usePageTitle(heading);
  const only = (filter: Record<string, string>) =>
    void navigate({ pathname: auditList.path, search: queryString(filter) });
  const { kind, id } = entry.actor;
  return (
    <article>
      <h2 className={classes.heading}>{heading}</h2>
      <div className={classes.actions}>
        <Button variant="default" size="compact-sm" onClick={() => only({ entityId: entry.entityId })}>
          {t('audit.ofRecord')}
        </Button>
        {kind === 'user' && id !== null && (
          <Button variant="default" size="compact-sm" onClick={() => only({ actor: id })}>
            {t('audit.byPerson')}
          </Button>
        )}
      </div>
      <Facts section={basics} row={entry} />
      <Changes entry={entry} />
    </article>
  );
}
