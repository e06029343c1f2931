// A certified OpenID provider with its own login pages: anybody logs in by any name and password. Arguments: the
// module, the redirect URI, the client's secret. Says its issuer when it answers.
import { createServer } from 'node:http';
const [module, redirect, secret] = process.argv.slice(2);
const { Provider } = await import(module);

// Nobody reads on after the issuer; notices of the module must not end it.
process.stdout.on('error', () => {});

const groups = { 'maya.chen': ['staff'] };
const server = createServer();
server.listen(0, 'localhost', () => {
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'enroll', client_secret: secret, redirect_uris: [redirect] }],
    cookies: { keys: ['of this test alone'] },
    pkce: { required: () => true },
    claims: {
      openid: ['sub'],
      profile: ['preferred_username', 'name'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        preferred_username: id,
        name: id,
        email: `${id}@riverside.example`,
        email_verified: true,
        groups: groups[id] ?? [],
      }),
    }),
  });
  server.on('request', provider.callback());
  console.log(`issuer ${issuer}`);
});
