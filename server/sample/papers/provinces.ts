/** The 34 provinces and cities since 1 July 2025, in the order of official lists. */
export interface Province {
  readonly name: string;
  readonly city: boolean;
  readonly region: string;
  /** Communes, wards and special zones. */
  readonly communes: number;
  /** Thousand people. */
  readonly people: number;
  /** How far its administration has gone digital, 0 to 1: what its figures in the sample follow. */
  readonly level: number;
}

type Data = readonly [name: string, communes: number, people: number, level: number];

const REGIONS: readonly (readonly [string, readonly Data[]])[] = [
  [
    'Trung du và miền núi phía Bắc',
    [
      ['Tuyên Quang', 124, 1866, 0.42],
      ['Cao Bằng', 56, 573, 0.4],
      ['Lai Châu', 38, 513, 0.41],
      ['Lào Cai', 99, 1779, 0.56],
      ['Thái Nguyên', 92, 1800, 0.74],
      ['Điện Biên', 45, 673, 0.38],
      ['Lạng Sơn', 65, 881, 0.66],
      ['Sơn La', 75, 1404, 0.43],
      ['Phú Thọ', 148, 4022, 0.63],
    ],
  ],
  [
    'Đồng bằng sông Hồng',
    [
      ['Hà Nội', 126, 8807, 0.88],
      ['Hải Phòng', 114, 4664, 0.86],
      ['Bắc Ninh', 99, 3620, 0.77],
      ['Quảng Ninh', 54, 1497, 0.92],
      ['Hưng Yên', 104, 3567, 0.68],
      ['Ninh Bình', 129, 4412, 0.7],
    ],
  ],
  [
    'Bắc Trung Bộ',
    [
      ['Thanh Hóa', 166, 4324, 0.67],
      ['Nghệ An', 130, 3831, 0.6],
      ['Hà Tĩnh', 69, 1622, 0.64],
      ['Quảng Trị', 78, 1870, 0.52],
      ['Huế', 40, 1432, 0.9],
    ],
  ],
  [
    'Duyên hải Nam Trung Bộ và Tây Nguyên',
    [
      ['Đà Nẵng', 94, 3065, 0.93],
      ['Quảng Ngãi', 96, 2161, 0.5],
      ['Gia Lai', 135, 3583, 0.51],
      ['Khánh Hòa', 65, 2243, 0.69],
      ['Đắk Lắk', 102, 3346, 0.49],
      ['Lâm Đồng', 124, 3872, 0.61],
    ],
  ],
  [
    'Đông Nam Bộ',
    [
      ['Thành phố Hồ Chí Minh', 168, 14_002, 0.89],
      ['Đồng Nai', 95, 4491, 0.75],
      ['Tây Ninh', 96, 3254, 0.71],
    ],
  ],
  [
    'Đồng bằng sông Cửu Long',
    [
      ['Cần Thơ', 103, 4199, 0.62],
      ['Vĩnh Long', 124, 4257, 0.55],
      ['Đồng Tháp', 102, 4370, 0.65],
      ['Cà Mau', 64, 2606, 0.54],
      ['An Giang', 102, 4952, 0.57],
    ],
  ],
];

const CITIES: ReadonlySet<string> = new Set([
  'Hà Nội',
  'Hải Phòng',
  'Huế',
  'Đà Nẵng',
  'Thành phố Hồ Chí Minh',
  'Cần Thơ',
]);

export const REGION_NAMES: readonly string[] = REGIONS.map(([name]) => name);

export const PROVINCES: readonly Province[] = REGIONS.flatMap(([region, provinces]) =>
  provinces.map(([name, communes, people, level]) => ({
    name,
    city: CITIES.has(name),
    region,
    communes,
    people,
    level,
  })),
);

/** `tỉnh Nghệ An`, `thành phố Huế`, `Thành phố Hồ Chí Minh`. */
export function fullName(province: Province): string {
  if (province.name.startsWith('Thành phố')) return province.name;
  return `${province.city ? 'thành phố' : 'tỉnh'} ${province.name}`;
}
