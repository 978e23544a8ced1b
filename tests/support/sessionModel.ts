/**
 * What sessions of one person must be like, without a database: the state machine of docs/sessions.md. Seconds of a clock
 * of its own.
 */
export type ModelSession = {
  readonly family: number;
  generation: number;
  rotatedAt: number;
  expiresAt: number;
  readonly endsAt: number;
  ended: { readonly at: number; readonly by: 'switch' | 'other' } | null;
};

export type SessionLimits = { readonly idleS: number; readonly mostS: number; readonly repeatS: number };

export class SessionModel {
  now = 0;
  active = true;
  role = 'OWNER';
  /** Rises with each new password. */
  password = 0;
  readonly sessions: ModelSession[] = [];
  #families = 0;

  constructor(readonly limits: SessionLimits) {}

  copy(): SessionModel {
    const other = new SessionModel(this.limits);
    Object.assign(other, { now: this.now, active: this.active, role: this.role, password: this.password });
    other.sessions.push(...this.sessions.map((session) => ({ ...session })));
    other.#families = this.#families;
    return other;
  }

  alive({ ended, expiresAt, endsAt }: ModelSession): boolean {
    return this.active && ended === null && this.now < Math.min(expiresAt, endsAt);
  }

  signIn(password: number): void {
    if (this.active && password === this.password) this.#begin(this.#families++, this.now + this.limits.mostS);
  }

  #begin(family: number, endsAt: number): void {
    const expiresAt = this.now + this.limits.idleS;
    this.sessions.push({ family, generation: 0, rotatedAt: this.now, expiresAt, endsAt, ended: null });
  }

  /** Answers whether the token of that generation is followed by one. */
  refresh(session: ModelSession, generation: number): boolean {
    const { idleS, repeatS } = this.limits;
    if (!this.active) return false;
    const alive = this.alive(session);
    if (!alive && session.ended?.by !== 'switch') return false;
    if (alive && generation === session.generation) {
      session.generation += 1;
      session.rotatedAt = this.now;
      session.expiresAt = Math.min(this.now + idleS, session.endsAt);
      return true;
    }
    const since = session.ended?.at ?? session.rotatedAt;
    if (generation >= session.generation - 1 && this.now < since + repeatS) return alive;
    this.end(({ family }) => family === session.family);
    return false;
  }

  end(which: (session: ModelSession) => boolean, by: 'switch' | 'other' = 'other'): void {
    for (const session of this.sessions)
      if (this.alive(session) && which(session)) session.ended = { at: this.now, by };
  }

  /** Answers whether the session went on at another company. */
  switch(session: ModelSession): boolean {
    if (!this.alive(session)) return false;
    this.end((each) => each === session, 'switch');
    this.#begin(session.family, session.endsAt);
    return true;
  }
}
