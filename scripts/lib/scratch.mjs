// Where the tests keep what they write: databases, browsers' profiles, files. All of it is thrown away.
import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import path from 'node:path';

/** Four times what a run writes at most; the programs themselves are to have as much again. */
const ENOUGH_BYTES = 2 * 2 ** 30;
const MEMORY = '/dev/shm';

/** A new folder: in memory where there is plenty of it, which saves a tenth of the processors. `remove` takes it away. */
export function scratchFolder() {
  const folder = inMemory() ?? newFolder(tmpdir());
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function newFolder(parent) {
  const folder = mkdtempSync(path.join(parent, 'lavoro-run-'));
  // The user that PostgreSQL runs as passes through.
  chmodSync(folder, 0o755);
  return folder;
}

function inMemory() {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ENOUGH_BYTES || freemem() < 2 * ENOUGH_BYTES) return undefined;
  } catch {
    return undefined;
  }
  const folder = newFolder(MEMORY);
  if (runsPrograms(folder)) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

/** Whether programs that are there may be run, which a mount can forbid. */
function runsPrograms(folder) {
  const program = path.join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}
