import type { Synset } from './wordnet.ts';

/**
 * Words of the trade that a general dictionary does not have, or has in another meaning only. Each line: words, a colon, and what
 * they mean, in one or several sentences.
 */
const GLOSSARY = `
api: an interface through which one program calls another. a web service with endpoints and requests
app, apps: an application. a program that is installed on a phone or computer
repo, repos, repository: a place where source code and its history are stored. a git project with branches and commits
git, github: version control of source code. repositories, branches, commits and pull requests
commit: a change of source code that is saved in a repository with a message
branch: a line of development of source code in a repository
merge: join a branch of source code into another. accept a pull request
clone, fork: make a copy of a repository
pull, push: send or fetch changes of source code between repositories
issue, ticket: a bug report, a problem or a task that is tracked
bug: an error or defect in a program that is to be fixed
debug, debugger: find the cause of errors in a program
backlog, sprint: tasks that a team plans to work on. issues and milestones of a project
kanban, board: columns of cards that show the tasks of a project
milestone, roadmap: planned goals of a project with dates
deploy, deployment, rollout: put a new version of a program into service on a server
rollback: return to the version or state before. undo a deployment
build, compile, compiler: make a program from source code
pipeline, workflow: automated steps that run one after the other. build, test and deploy jobs
server, backend: a computer or program that serves requests of clients
frontend, browser: the part of a program that people see. a program that shows web pages
client: a program that sends requests to a server
endpoint, url, link: the address of a web page or of a service on the internet
http, https: how browsers and servers exchange requests and responses on the web
html, css, javascript: languages in which web pages are written
webpage, website, site: a document or place on the web that a browser opens by its address
crawl, scrape, crawler: read many web pages automatically and take out their text
click, tap: press a button or link with the mouse or a finger
scroll: move the view of a page up or down
screenshot: a picture of what the screen or a page shows. capture an image of the browser
tab, window: a page that is open in a browser
cookie, session: what a server remembers of a visitor who is signed in
login, logon, signin: sign in to an account with a user name and password
logout: sign out of an account and end the session
username: the name of an account with which somebody signs in
password, passphrase, credential: a secret word with which an account is opened. authentication
authenticate, authentication: prove who a user is. sign in with a password or token
authorization, permission: what a user is allowed to do. access rights and roles
token: a piece of text that proves a right to call a service. a piece of a word
encrypt, encryption: make data secret with a key. protect a message with a cipher
decrypt: make encrypted data readable again with a key
hash, checksum: a short number computed from data that tells whether it was changed
json, xml, csv, yaml: text formats for structured data. a file with fields, records or rows
pdf, docx: a document file that can be printed. convert, read or export a document
spreadsheet, excel, worksheet: a table with rows, columns, cells and formulas
sql, query: ask a database for rows of its tables. select records
mysql, oracle: a relational database with tables, rows and columns
database, schema: an organised collection of data. tables with columns, rows and indexes
index, indexes: a sorted structure that makes search in a database fast
cache: store results for a short time so that they are fetched faster
queue: messages or jobs that wait until they are processed
cluster, node: computers that work together. servers that run containers
container, docker: a packed program that runs isolated on a server. image, pod and cluster
log, logs: lines in which a program records events and errors
metric, metrics: measured numbers of a system over time. monitoring of performance
dashboard: a page of charts and numbers that shows the state of something
chart, graph, plot, histogram: a picture of numbers. visualise data with bars, lines or points
alert, notification: a message that warns that something happened
incident, outage: a failure of a service that must be solved at once. downtime
timeout: the time after which waiting ends with an error
config, configuration, settings: values that say how a program behaves. preferences and options
metadata: data that describes other data, such as name, size, date and author
timestamp: the date and time at which something happened
timezone: the region whose local time is used. convert the time between cities
calendar, agenda: planned events, meetings and appointments by date
reschedule: move a meeting or appointment to another date or time
reminder: a message at a set time that something must be done
email, mail, inbox: electronic messages that are sent to an address. write, send and read mail
attachment: a file that is sent with a message
sms, text: a short message that is sent to a phone
chat, dm, slack: messages that people write each other in a channel or conversation
channel, thread: a place where messages on one subject stand together. a conversation
emoji, reaction: a small picture that expresses a feeling about a message
upload: send a file from here to a server or storage
download: fetch a file from a server and store it here
directory, folder: a place in a file system that holds files
file, filename: a named document on a disk
rename: give a file or a thing another name
delete, remove, erase: make something go away. destroy a file or record
create, add, make: bring something new into being. insert a new item
update, edit, modify: change something that exists. revise a record or text
list, enumerate: show all items one after the other
fetch, retrieve, get: bring data from where it is stored. read a record
search, find, lookup: look for items that match words. discover
zip, unzip, archive: pack files into one compressed file, or unpack it
backup, restore: copy data so that it can be brought back after a loss
sync, synchronize: make two copies of data the same
webhook, callback: a request that a service sends when an event happens
bot, agent: a program that acts and answers by itself
ai, chatbot: artificial intelligence. a model that understands and writes language
translate, translation: write a text in another language
summarize, summary, tldr: tell the main points of a text in few words. shorten an article
transcribe, transcript: write down what is spoken in an audio or video recording
subtitle, caption: text that is shown with a video or picture
podcast, playlist, stream: audio or music that is played one after the other over the internet
blog, wiki, article: written pages on the web about a subject. documentation and posts
docs, documentation, readme, manual: texts that explain how something is used. guide and reference
changelog: a list of what changed in each version of a program
crypto, bitcoin, blockchain: digital money. coins, wallets, tokens and exchange rates
stock, ticker, shares: the price of a company on the stock market. trading and quotes
invoice, bill, billing: a request for payment that is sent to a customer
refund: give money back to a customer after a payment
subscription, plan: a regular payment of a customer for a service
checkout, cart: where a customer pays for products of an online shop
coupon, discount, promo: a code that makes a price lower
customer, lead, crm: people and companies that buy or may buy. sales contacts and deals
latitude, longitude, coordinates, geocode: numbers that tell the place of an address on a map
directions, route, navigation: the way from one place to another. distance and travel time on a map
itinerary, trip: the plan of a journey with flights, hotels and places
flight, airfare, airline: travel by plane. tickets and airports
recipe, calorie, nutrition: how a meal is cooked, and what its food contains
workout, fitness: exercise of the body. steps, heart rate and training
dns, domain, hostname: names of computers on the internet and their addresses
ip, vpn, proxy, firewall: network addresses, and what stands between networks
ssh, terminal, shell, console: where commands are typed and run on a computer
cpu, gpu, ram, memory: processor, graphics and storage of a computer. usage of resources
linux, unix, windows: an operating system of computers
python, java, php, ruby: languages in which programs are written. source code and scripts
script, snippet: a short program or piece of code
regex, pattern: a description of text that is to be found or replaced
lint, linter, refactor: check or improve source code without changing what it does
dependency, package, library: code of others that a program uses. a module with a version
css, style, theme: colours and fonts of a page
font, color, design, mockup: how a page or picture looks. layout and graphics
webcam, camera, photo: pictures that are taken of something
qr, barcode: a square or striped code that a camera reads
feature, flag, toggle: a part of a program that is switched on or off
experiment, variant: a test of two versions to learn which is better
analytics, funnel, conversion: numbers of visitors and what they do on a site
traffic, visitor: people and requests that come to a website
survey, poll, form: questions that people fill in and answer
tweet, twitter, post: a short message that is published for all to read on a social network
`;

/** The glossary, in the form of the dictionary. */
export function glossary(): Synset[] {
  const lines = GLOSSARY.trim().split('\n');
  return lines.map((line, at) => {
    const [words = '', meaning = ''] = line.split(': ');
    const [definition = '', ...examples] = meaning.split('. ');
    return { key: `g${at}`, lemmas: words.split(', '), definition, examples, related: undefined, person: false };
  });
}
