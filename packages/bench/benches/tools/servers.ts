/** A published MCP server of the fixture, and how it is started to be asked for its tools. */
export interface PublishedServer {
  /** What stands before the `/` in the ids of its tools. */
  readonly id: string;
  readonly package: string;
  /** Its program, inside the package. */
  readonly program: string;
  /** Default none. `HOME` stands for an empty folder of its own. */
  readonly args?: readonly string[];
  /** Settings it will not start without. Whoever holds these credentials may do nothing. Default none. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Has the shape of many a credential, and is none. */
const NO_KEY = 'x'.repeat(32);
/** Nobody listens there. */
const NOWHERE = '127.0.0.1:1';

export const SERVERS: readonly PublishedServer[] = [
  { id: 'airtable', package: 'airtable-mcp-server', program: 'dist/main.js', env: { AIRTABLE_API_KEY: 'pat.none' } },
  {
    ...{ id: 'brave', package: '@brave/brave-search-mcp-server', program: 'dist/index.js' },
    env: { BRAVE_API_KEY: NO_KEY },
  },
  { id: 'chart', package: '@antv/mcp-server-chart', program: 'build/index.js' },
  { id: 'chrome-devtools', package: 'chrome-devtools-mcp', program: 'build/src/bin/chrome-devtools-mcp.js' },
  {
    ...{ id: 'circleci', package: '@circleci/mcp-server-circleci', program: 'dist/index.js' },
    env: { CIRCLECI_TOKEN: NO_KEY },
  },
  { id: 'context7', package: '@upstash/context7-mcp', program: 'dist/index.js' },
  {
    ...{ id: 'datadog', package: '@winor30/mcp-server-datadog', program: 'build/index.js' },
    env: { DATADOG_API_KEY: NO_KEY, DATADOG_APP_KEY: NO_KEY },
  },
  { id: 'everything', package: '@modelcontextprotocol/server-everything', program: 'dist/index.js' },
  { id: 'exa', package: 'exa-mcp-server', program: 'dist/stdio.cjs', env: { EXA_API_KEY: NO_KEY } },
  {
    ...{ id: 'figma', package: 'figma-developer-mcp', program: 'dist/bin.js' },
    ...{ args: ['--stdio'], env: { FIGMA_API_KEY: NO_KEY } },
  },
  {
    ...{ id: 'filesystem', package: '@modelcontextprotocol/server-filesystem', program: 'dist/index.js' },
    args: ['HOME'],
  },
  { id: 'firecrawl', package: 'firecrawl-mcp', program: 'dist/index.js', env: { FIRECRAWL_API_KEY: NO_KEY } },
  { id: 'git', package: '@cyanheads/git-mcp-server', program: 'dist/index.js', env: { MCP_TRANSPORT_TYPE: 'stdio' } },
  {
    ...{ id: 'github', package: '@modelcontextprotocol/server-github', program: 'dist/index.js' },
    env: { GITHUB_PERSONAL_ACCESS_TOKEN: NO_KEY },
  },
  {
    ...{ id: 'gitlab', package: '@modelcontextprotocol/server-gitlab', program: 'dist/index.js' },
    env: { GITLAB_PERSONAL_ACCESS_TOKEN: NO_KEY },
  },
  {
    ...{ id: 'google-maps', package: '@modelcontextprotocol/server-google-maps', program: 'dist/index.js' },
    env: { GOOGLE_MAPS_API_KEY: NO_KEY },
  },
  {
    ...{ id: 'hubspot', package: '@hubspot/mcp-server', program: 'dist/index.js' },
    env: { PRIVATE_APP_ACCESS_TOKEN: NO_KEY },
  },
  { id: 'kubernetes', package: 'mcp-server-kubernetes', program: 'dist/index.js' },
  {
    ...{ id: 'launchdarkly', package: '@launchdarkly/mcp-server', program: 'bin/mcp-server.js' },
    args: ['start', '--api-key', NO_KEY],
  },
  {
    ...{ id: 'mapbox', package: '@mapbox/mcp-server', program: 'dist/esm/index.js' },
    // A public token of the shape that it looks for: its second part is the JSON {"u":"x"}.
    env: { MAPBOX_ACCESS_TOKEN: 'pk.eyJ1IjoieCJ9.x' },
  },
  { id: 'memory', package: '@modelcontextprotocol/server-memory', program: 'dist/index.js' },
  {
    ...{ id: 'mongodb', package: 'mongodb-mcp-server', program: 'dist/esm/index.js' },
    env: {
      ...{ MDB_MCP_CONNECTION_STRING: `mongodb://${NOWHERE}`, MDB_MCP_TELEMETRY: 'disabled' },
      ...{ MDB_MCP_API_CLIENT_ID: NO_KEY, MDB_MCP_API_CLIENT_SECRET: NO_KEY },
    },
  },
  {
    ...{ id: 'notion', package: '@notionhq/notion-mcp-server', program: 'bin/cli.mjs' },
    env: { NOTION_TOKEN: `ntn_${NO_KEY}` },
  },
  { id: 'pinecone', package: '@pinecone-database/mcp', program: 'dist/index.js', env: { PINECONE_API_KEY: NO_KEY } },
  { id: 'playwright', package: '@playwright/mcp', program: 'cli.js', args: ['--headless'] },
  {
    ...{ id: 'postgres', package: '@modelcontextprotocol/server-postgres', program: 'dist/index.js' },
    args: [`postgresql://${NOWHERE}/none`],
  },
  { id: 'puppeteer', package: '@modelcontextprotocol/server-puppeteer', program: 'dist/index.js' },
  {
    ...{ id: 'sentry', package: '@sentry/mcp-server', program: 'dist/index.js' },
    args: ['--access-token', NO_KEY],
  },
  { id: 'sequential-thinking', package: '@modelcontextprotocol/server-sequential-thinking', program: 'dist/index.js' },
  {
    ...{ id: 'slack', package: '@modelcontextprotocol/server-slack', program: 'dist/index.js' },
    env: { SLACK_BOT_TOKEN: `xoxb-${NO_KEY}`, SLACK_TEAM_ID: 'T0' },
  },
  { id: 'tavily', package: 'tavily-mcp', program: 'build/index.js', env: { TAVILY_API_KEY: `tvly-${NO_KEY}` } },
];
