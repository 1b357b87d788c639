import { z } from 'zod';
import styles from './Written.module.css';

const fields = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.unknown()));

/** Names and numbers of the machinery, which say nothing to a reader. */
const isMachinery = (name: string): boolean =>
  /^(id|seen|order|.*Id|.*Ids|sha256|hash|statement)$/.test(name);

const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number'
      ? String(value)
      : JSON.stringify(value, null, 1);

/** What somebody wrote, field by field; as it is when it is not an object. */
export const Written = ({ title, json }: { readonly title: string; readonly json: string }) => {
  const parsed = fields.safeParse(json);
  const rows = parsed.success
    ? Object.entries(parsed.data).filter(
        ([name, value]) => !isMachinery(name) && value !== null && value !== '',
      )
    : [['', json] as const];
  return (
    <div className={styles.written}>
      <p className={styles.title}>{title}</p>
      {rows.map(([name, value]) => (
        <p key={name} className={styles.value}>
          {textOf(value)}
        </p>
      ))}
    </div>
  );
};
