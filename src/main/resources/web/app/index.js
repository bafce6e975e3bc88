import './styles/base.css';
import './styles/shell.css';
import './styles/tables.css';
import './styles/charts.css';
import './styles/jobs.css';
import './components/tip.js';
import './shell.js';
