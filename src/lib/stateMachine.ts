import type { StateMachine, Transition } from '@/contract/states';
import { Refusal } from './refusal';

/** The transition `action` of a document in `state`. Throws INVALID_STATE when it may not start from there. */
export function transition<State extends string>(
  machine: StateMachine<State>,
  state: State,
  action: string,
): Transition<State> {
  const step = machine.actions[action];
  if (!step) throw new Error(`no action ${action}`);
  if (!step.from.includes(state)) {
    const from = step.from.map(readable).join(' or ');
    throw new Refusal(
      'INVALID_STATE',
      `"${readable(action)}" is possible only when ${from}; now it is ${readable(state)}.`,
    );
  }
  return step;
}

/** Throws INVALID_STATE unless `state` is one of `allowed`; `verb` says what was tried, like "changed". */
export function requireState<State extends string>(allowed: readonly State[], state: State, verb: string): void {
  if (allowed.includes(state)) return;
  throw new Refusal(
    'INVALID_STATE',
    `It can be ${verb} only when ${allowed.map(readable).join(' or ')}; now it is ${readable(state)}.`,
  );
}

const readable = (name: string) => name.toLowerCase().replace(/[_-]/g, ' ');
