import type { FleetEvent } from '@/database/fleet/fanOut';

const WIDTH = 30;

/** Shows how far a run is: a bar on a terminal, a line for what matters elsewhere, a JSON object a line for machines. */
export function progress(format: 'text' | 'json', stream = process.stderr): (event: FleetEvent) => void {
  if (format === 'json') return (event) => console.log(JSON.stringify(event));
  let failed = 0;
  return (event) => {
    if (event.type === 'failed') {
      failed += 1;
      if (stream.isTTY) stream.write('\r\x1b[K');
      stream.write(`${event.slug} failed: ${event.error}\n`);
    }
    if (event.type === 'rows' && !stream.isTTY) stream.write(`${event.slug}: ${event.migration}: ${event.rows} rows\n`);
    if (stream.isTTY && 'done' in event) stream.write(bar(event.done, event.total, failed));
  };
}

function bar(done: number, total: number, failed: number): string {
  const filled = Math.round((WIDTH * done) / Math.max(1, total));
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  const end = done === total ? '\n' : '';
  return `\r\x1b[K[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done} of ${total} companies${failures}${end}`;
}
