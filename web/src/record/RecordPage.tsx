import { Skeleton } from '@mantine/core';
import { BackLink } from '@web/ui/BackLink';
import { ErrorState } from '@web/ui/ErrorState';
import { Fragment, type ReactNode } from 'react';
import { useLocation, useParams } from 'react-router';
import { useRecord } from './useRecord';

type Props<Row> = {
  /** Of its list, in the console as in the API. */
  list: string;
  backLabel: string;
  children: (record: Row) => ReactNode;
};

/** A record with a page of its own, under the way back to its list as it was looked at. */
export function RecordPage<Row>({ list, backLabel, children }: Props<Row>) {
  const { id = '' } = useParams();
  const { search } = useLocation();
  const query = useRecord<Row>(list, id);
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={320} mt="xl" role="status" />;
  return (
    <article>
      <BackLink to={{ pathname: list, search }} label={backLabel} />
      <Fragment key={id}>{children(query.data)}</Fragment>
    </article>
  );
}
