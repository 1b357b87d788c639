/** The right to listen is gone, or the server stops and will be back. */
export type EndReason = 'signed_out' | 'stopping';

/** One connected app instance that wants to know when something of its person has moved. */
export interface PokeListener {
  readonly organisationId: string;
  readonly personId: string;
  readonly username: string;
  readonly deviceId: string;
  poke(seq: number): void;
  end(reason: EndReason): void;
}

export interface PokeHub {
  /** Returns how to leave. */
  join(listener: PokeListener): () => void;
  /** People of an organisation who are listening. */
  peopleOf(organisationId: string): readonly string[];
  /** Tells these people's devices that something moved up to `seq`. */
  poke(organisationId: string, personIds: ReadonlySet<string>, seq: number): void;
  pokeAll(seqOf: (organisationId: string) => number): void;
  organisationIds(): readonly string[];
  endWhere(reason: EndReason, applies: (listener: PokeListener) => boolean): void;
  usernames(): readonly string[];
}

export const createPokeHub = (): PokeHub => {
  const listeners = new Set<PokeListener>();
  const of = (organisationId: string) =>
    [...listeners].filter((listener) => listener.organisationId === organisationId);
  return {
    join(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    peopleOf: (organisationId) => [...new Set(of(organisationId).map(({ personId }) => personId))],
    poke(organisationId, personIds, seq) {
      for (const listener of of(organisationId)) if (personIds.has(listener.personId)) listener.poke(seq);
    },
    pokeAll(seqOf) {
      for (const listener of listeners) listener.poke(seqOf(listener.organisationId));
    },
    organisationIds: () => [...new Set([...listeners].map(({ organisationId }) => organisationId))],
    endWhere(reason, applies) {
      for (const listener of listeners) if (applies(listener)) listener.end(reason);
    },
    usernames: () => [...new Set([...listeners].map(({ username }) => username))],
  };
};
