import { type SignatureBlock } from './typeset/blocks.ts';

interface Signer {
  readonly office: readonly string[];
  readonly name: string;
}

// Nobody real: the people of the sample exist only in it.
const SIGNERS = {
  government: { office: ['TM. CHÍNH PHỦ', 'THỦ TƯỚNG'], name: 'Nguyễn Hữu Khải' },
  primeMinister: { office: ['THỦ TƯỚNG'], name: 'Nguyễn Hữu Khải' },
  finance: { office: ['BỘ TRƯỞNG'], name: 'Đặng Quốc Vinh' },
  financeDeputy: { office: ['KT. BỘ TRƯỞNG', 'THỨ TRƯỞNG'], name: 'Lê Thị Ánh Tuyết' },
  science: { office: ['BỘ TRƯỞNG'], name: 'Phạm Đức Long Hải' },
  security: { office: ['BỘ TRƯỞNG'], name: 'Trịnh Văn Khôi' },
  environment: { office: ['BỘ TRƯỞNG'], name: 'Hoàng Minh Giám' },
  interior: { office: ['BỘ TRƯỞNG'], name: 'Vũ Thị Thanh Bình' },
  culture: { office: ['KT. BỘ TRƯỞNG', 'THỨ TRƯỞNG'], name: 'Ngô Bảo Lâm' },
  office: { office: ['BỘ TRƯỞNG, CHỦ NHIỆM'], name: 'Bùi Thế Nghĩa' },
  officeDeputy: { office: ['KT. BỘ TRƯỞNG, CHỦ NHIỆM', 'PHÓ CHỦ NHIỆM'], name: 'Đỗ Thị Hồng Vân' },
} as const satisfies Record<string, Signer>;

export function signature(
  signer: keyof typeof SIGNERS,
  recipients: readonly string[],
  state: SignatureBlock['state'] = 'signed',
): SignatureBlock {
  const { office, name } = SIGNERS[signer];
  return { kind: 'signature', recipients, office, name, state };
}
