import { describe, expect, it } from 'vitest';
import { changesOf } from '../../web/src/screens/audit/changes';

describe('what the console shows of a change', () => {
  it('should be the fields that differ, however deep, and not what always does', () => {
    const before = {
      version: 1,
      updatedAt: 'a',
      name: 'Alba',
      city: null,
      custom: { note: 'x', mill: 'y' },
      lines: [{ n: '1' }],
    };
    const after = {
      version: 2,
      updatedAt: 'b',
      name: 'Alba',
      city: 'Biella',
      custom: { note: 'z', mill: 'y' },
      lines: [{ n: '2' }, { n: '3' }],
    };
    expect(changesOf(before, after)).toEqual([
      { path: 'city', before: null, after: 'Biella' },
      { path: 'custom.note', before: 'x', after: 'z' },
      { path: 'lines.0.n', before: '1', after: '2' },
      { path: 'lines.1.n', before: null, after: '3' },
    ]);
  });

  it('should be everything there is of what was made or deleted', () => {
    expect(changesOf(null, { id: '1', city: null, active: false })).toEqual([
      { path: 'id', before: null, after: '1' },
      { path: 'active', before: null, after: false },
    ]);
    expect(changesOf({ id: '1' }, null)).toEqual([{ path: 'id', before: '1', after: null }]);
    expect(changesOf(null, null)).toEqual([]);
  });
});
