import { Alert, Text } from '@mantine/core';
import { ApiError } from '@web/http/problem';
import { useT } from '@web/i18n';
import { Icon } from '@web/ui/Icon';
import { problemText } from '@web/ui/problemText';
import { useEffect, useRef } from 'react';

/** Why a form was refused, above its fields. */
export function ProblemAlert({ problem }: { problem: { error: unknown; loose: string[] } | null }) {
  const t = useT();
  const alert = useRef<HTMLDivElement>(null);
  const error = problem?.error;
  const atField = error instanceof ApiError && error.errors.length > 0;

  // With faults at fields, the first of them has the focus and the view.
  useEffect(() => {
    if (error && !atField) alert.current?.scrollIntoView({ block: 'nearest' });
  }, [error, atField]);

  if (!problem) return null;
  const { title, text, request } = problemText(error, t);
  // A refusal explains itself; only a fault of ours needs the number to report.
  const broken = error instanceof ApiError && error.status >= 500;
  const saidAtField = atField && error.errors.some(({ message }) => message === text);
  const lines = [
    ...problem.loose,
    ...(text && problem.loose.length === 0 && !saidAtField ? [text] : []),
    ...(broken && request ? [request] : []),
  ];
  return (
    <Alert ref={alert} color="madder" variant="light" icon={<Icon name="alert" />} title={title} role="alert" mb="md">
      {lines.length > 0 ? lines.map((line) => <Text key={line}>{line}</Text>) : null}
    </Alert>
  );
}
