import styles from './ComparisonCode.module.css';

/** Eight digits in two groups, to be compared with another screen. */
export const ComparisonCode = ({ code }: { readonly code: string }) => (
  <p className={styles.code}>
    {code.slice(0, 4)} {code.slice(4)}
  </p>
);
