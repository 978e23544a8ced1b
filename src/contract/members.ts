import { z } from 'zod';
import { ROLES } from './enums';
import { ERROR_CODES, type ErrorCode } from './errors';
import { id, instant } from './fields';
import { listOf } from './list';

/** How many people one request changes at most. */
const MOST_AT_ONCE = 100;

/** Somebody who belongs to a company, as its people see them. */
export const memberOut = z.object({
  userId: id,
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  role: z.enum(ROLES),
  /** The company's own role that decides in place of `role`. */
  customRole: z.object({ id, name: z.string() }).nullable(),
  /** The locations worked at, of those that whoever asks may know of; null for all of them. */
  locationIds: z.array(id).nullable(),
  /** Since when. */
  memberSince: instant,
  version: z.number().int(),
});
export const membersOut = listOf(memberOut);

export const personParams = z.object({ userId: id });

/** With `version`, only if the membership is still as it was seen. */
export const changeMemberBody = z.strictObject({
  role: z.enum(ROLES),
  version: z.number().int().positive().optional(),
});

const userIds = z.array(id).min(1, 'Name somebody').max(MOST_AT_ONCE, `At most ${MOST_AT_ONCE} at once`);
export const changeMembersBody = z.strictObject({ userIds, role: z.enum(ROLES) });
export const removeMembersBody = z.strictObject({ userIds });

/** What became of each person, in the order in which they were named; `code` and `message` say why it was not done. */
export const memberResultsOut = z.object({
  data: z.array(
    z.object({
      userId: id,
      done: z.boolean(),
      code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]).optional(),
      message: z.string().optional(),
    }),
  ),
});

export type Member = z.output<typeof memberOut>;
export type ChangeMember = z.output<typeof changeMemberBody>;
export type MemberResult = z.output<typeof memberResultsOut>['data'][number];
