import { sealAll, sealWritten } from '@/audit/sealing';
import { forgetOldTraces } from '@/auth/accounts/housekeeping.repo';
import { answerResetRequests } from '@/auth/passwords/passwordReset.service';
import { deliverSecurityEvents } from '@/auth/securityEvents/securityWebhook';
import { forgetEndedSessions } from '@/auth/sessions/sessions.repo';
import { checkDrift } from '@/database/fleet/drift';
import { purgeDue } from '@/database/purge/purge';
import { fillSpares } from '@/database/spares';
import { deliverDue } from '@/messages/delivery';
import { forgetOldMessages } from '@/messages/messages.repo';
import { forgetOldInvitations } from '@/tenants/invitations/invitations.repo';
import type { Job } from './schedule';
import { tendStock, verifyStocks } from './stock';

/** What a server does by itself. Times are UTC. */
export const JOBS: readonly Job[] = [
  {
    name: 'spares',
    when: { everyMinutes: 1 },
    run: async () => {
      await fillSpares();
      return 'filled';
    },
  },
  {
    name: 'seal',
    when: { everyMinutes: 1 },
    inEveryProcess: true,
    run: sealWritten,
  },
  {
    name: 'seal-all',
    when: { dailyAtMinute: 120 },
    run: sealAll,
  },
  {
    name: 'security-events',
    when: { everyMinutes: 1 },
    run: async () => `${await deliverSecurityEvents()} delivered`,
  },
  {
    name: 'resets',
    when: { everyMinutes: 1 },
    run: async () => `${await answerResetRequests()} answered`,
  },
  {
    name: 'messages',
    when: { everyMinutes: 1 },
    run: async () => `${await deliverDue()} delivered`,
  },
  {
    name: 'drift',
    when: { dailyAtMinute: 150 },
    run: async () => {
      const reports = await checkDrift();
      const drifted = reports.filter(({ differences }) => differences.length > 0);
      return `${drifted.length} of ${reports.length} companies differ`;
    },
  },
  {
    name: 'sessions',
    when: { dailyAtMinute: 120 },
    run: async () => `${await forgetEndedSessions()} ended sessions forgotten`,
  },
  {
    name: 'traces',
    when: { dailyAtMinute: 130 },
    run: async () => `${await forgetOldTraces()} old counts, devices and tokens forgotten`,
  },
  {
    name: 'oldMessages',
    when: { dailyAtMinute: 125 },
    run: async () => `${await forgetOldMessages()} old messages forgotten`,
  },
  {
    name: 'invitations',
    when: { dailyAtMinute: 125 },
    run: async () => `${await forgetOldInvitations()} old invitations forgotten`,
  },
  {
    name: 'stock',
    when: { dailyAtMinute: 100 },
    run: tendStock,
  },
  {
    name: 'stock-verify',
    when: { dailyAtMinute: 160 },
    run: verifyStocks,
  },
  {
    name: 'purge',
    when: { dailyAtMinute: 180 },
    run: async () => {
      const outcomes = await purgeDue();
      const purged = outcomes.filter(({ failure }) => failure === undefined);
      return `${purged.length} of ${outcomes.length} companies purged`;
    },
  },
];
