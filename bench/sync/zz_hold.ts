import { openArchive } from './records.ts';
import { runProgram } from './child.ts';
const office = await openArchive(Number(process.argv[2] ?? 100000), 500_000);
const dataDir = process.argv[3] ?? '';
await runProgram('startDevice.ts', ['fill', dataDir, office.url]);
console.log(office.url);
setInterval(()=>undefined, 1000000);
