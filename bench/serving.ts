import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { packageHome } from './report.js';

/** A desk that serves a database, as a process of its own. `memory`: its resident memory, MB; Linux alone tells it. */
export type Serving = {
  address: string;
  ask: (path: string) => Promise<Buffer>;
  memory: () => number;
  close: () => Promise<void>;
};

/** Starts `attest serve` on a database and gives what asks it over HTTP, one request after the other on one connection. */
export async function serving(db: string): Promise<Serving> {
  const desk = spawn(process.execPath, [join(packageHome(), 'bin', 'attest.js'), 'serve', '--port', '0', '--db', db], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let out = '';
    desk.stdout.setEncoding('utf8').on('data', part => {
      out += part;
      const found = /http:\S+\n/.exec(out);
      if (found) resolve(found[0].trim());
    });
    desk.on('exit', code => reject(new Error(`the desk ended with ${code}`)));
  });
  const { origin, searchParams } = new URL(address);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { Authorization: `Bearer ${searchParams.get('token')}`, 'Accept-Encoding': 'identity' };
  const ask = (path: string): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const asked = request(`${origin}${path}`, { agent, headers }, answer => {
        const parts: Buffer[] = [];
        answer
          .on('data', part => parts.push(part))
          .on('end', () => {
            const whole = Buffer.concat(parts);
            if (answer.statusCode === 200) resolve(whole);
            else reject(new Error(`${path}: ${answer.statusCode} ${whole.toString().slice(0, 300)}`));
          });
      });
      asked.on('error', reject).end();
    });
  return {
    address,
    ask,
    memory: () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${desk.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    async close() {
      agent.destroy();
      const ended = new Promise(resolve => desk.removeAllListeners('exit').on('exit', resolve));
      desk.kill('SIGTERM');
      await ended;
    },
  };
}
