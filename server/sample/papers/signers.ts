import { SAMPLE_PEOPLE } from '../people.ts';
import { type SignatureBlock } from './typeset/blocks.ts';

interface Signer {
  readonly office: readonly string[];
  readonly name: string;
}

/** Who signs is who holds that position in the sample Government. */
const nameOf = (username: string): string => {
  const person = SAMPLE_PEOPLE.find((one) => one.username === username);
  if (person === undefined) throw new Error(`the sample has no ${username}`);
  return person.name;
};

const minister = (username: string): Signer => ({ office: ['BỘ TRƯỞNG'], name: nameOf(username) });

/** Deputy ministers are no members of the Government: they exist on paper only. Nobody real. */
const deputyMinister = (name: string): Signer => ({ office: ['KT. BỘ TRƯỞNG', 'THỨ TRƯỞNG'], name });

const SIGNERS = {
  government: { office: ['TM. CHÍNH PHỦ', 'THỦ TƯỚNG'], name: nameOf('thutuong') },
  primeMinister: { office: ['THỦ TƯỚNG'], name: nameOf('thutuong') },
  finance: minister('botruong.taichinh'),
  financeDeputy: deputyMinister('Lê Thị Ánh Tuyết'),
  science: minister('botruong.khoahoc'),
  security: minister('botruong.congan'),
  environment: minister('botruong.nongnghiep'),
  interior: minister('botruong.noivu'),
  culture: deputyMinister('Ngô Bảo Lâm'),
  office: { office: ['BỘ TRƯỞNG, CHỦ NHIỆM'], name: nameOf('botruong.vpcp') },
  officeDeputy: { office: ['KT. BỘ TRƯỞNG, CHỦ NHIỆM', 'PHÓ CHỦ NHIỆM'], name: nameOf('thuky') },
} as const satisfies Record<string, Signer>;

export function signature(
  signer: keyof typeof SIGNERS,
  recipients: readonly string[],
  state: SignatureBlock['state'] = 'signed',
): SignatureBlock {
  const { office, name } = SIGNERS[signer];
  return { kind: 'signature', recipients, office, name, state };
}
