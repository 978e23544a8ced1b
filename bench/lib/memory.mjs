import { readFileSync } from 'node:fs';

const EVERY_MS = 50;
const TICKS_PER_S = 100;

/** The most memory of a process, in MB, since it was asked for the last time. */
export function watched(pid) {
  let most = 0;
  const look = () => {
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    most = Math.max(most, Math.round(kilobytes / 1024));
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    /** Seconds of a processor it has used so far. */
    cpu: () => {
      const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/.*\) /, '')
        .split(' ');
      return (Number(user) + Number(system)) / TICKS_PER_S;
    },
    take: () => {
      look();
      const value = most;
      most = 0;
      return value;
    },
    stop: () => clearInterval(timer),
  };
}
