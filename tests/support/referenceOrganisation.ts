import { type Kept, newOrganisation, type Organisation, type State } from './referenceState.ts';

/** A state that is a transaction's own. */
export interface Own {
  state: State;
}

/** One organisation in it, which is there from its first write on. */
export interface Place {
  readonly own: Own;
  readonly organisationId: string;
  /** As it is; an empty one where nothing was written. */
  readonly org: () => Organisation;
  /** For what may only be kept where the organisation is known. */
  readonly known: () => Organisation;
  /** For what makes it. */
  readonly made: () => Organisation;
}

export const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const placeIn = (own: Own, organisationId: string): Place => ({
  own,
  organisationId,
  org: () => own.state.organisations.get(organisationId) ?? newOrganisation(),
  known() {
    const found = own.state.organisations.get(organisationId);
    if (found === undefined || found.counter === 0) throw new Error('there is no such organisation');
    return found;
  },
  made() {
    const found = own.state.organisations.get(organisationId) ?? newOrganisation();
    own.state.organisations.set(organisationId, found);
    return found;
  },
});

/** The last write of somebody else than `writer`. */
export const foreignRevOf = (held: Kept, writer: string): number =>
  held.writer === writer ? held.foreignRev : held.rev;
