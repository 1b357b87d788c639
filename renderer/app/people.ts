import { useMemo } from 'react';
import type { Person } from '../../shared/domain/records/organisation.ts';
import { useQuery } from './cabinet.ts';

/** People of the organisation by id; empty until known. */
export const usePeople = (): ReadonlyMap<string, Person> => {
  const query = useQuery('organisation.get', {});
  const people = query.status === 'ready' ? query.value.people : null;
  return useMemo(() => new Map((people ?? []).map(({ record }) => [record.id, record])), [people]);
};
