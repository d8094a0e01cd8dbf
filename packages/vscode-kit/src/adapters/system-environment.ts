/** The environment and the platform that the extension host runs in. */
export const systemEnvironment = {
  get env(): Readonly<Record<string, string | undefined>> {
    return process.env;
  },
  get platform(): NodeJS.Platform {
    return process.platform;
  },
};
