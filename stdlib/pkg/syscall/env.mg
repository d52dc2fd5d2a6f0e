package syscall

// env.mg: the environment, read once.

import "sync"

var (
	envLock sync.RWMutex
	envRead bool
	env     map[string]int // key to index in envs
	envs    []string       // key=value, "" once unset
)

// readEnv fills env; envLock is held for writing or nobody else runs.
func readEnv() {
	envLock.Lock()
	defer envLock.Unlock()
	if envRead {
		return
	}
	envRead = true
	env = make(map[string]int)
	envs = runtime_envs()
	for i, s := range envs {
		for j := 0; j < len(s); j++ {
			if s[j] == '=' {
				if _, ok := env[s[:j]]; ok {
					envs[i] = ""
				} else {
					env[s[:j]] = i
				}
				break
			}
		}
	}
}

var envOnce sync.Once

func Getenv(key string) (value string, found bool) {
	envOnce.Do(readEnv)
	if key == "" {
		return "", false
	}
	envLock.RLock()
	defer envLock.RUnlock()
	i, ok := env[key]
	if !ok {
		return "", false
	}
	return envs[i][len(key)+1:], true
}

func Setenv(key, value string) error {
	envOnce.Do(readEnv)
	if key == "" {
		return EINVAL
	}
	for i := 0; i < len(key); i++ {
		if key[i] == '=' || key[i] == 0 {
			return EINVAL
		}
	}
	for i := 0; i < len(value); i++ {
		if value[i] == 0 {
			return EINVAL
		}
	}
	envLock.Lock()
	defer envLock.Unlock()
	if i, ok := env[key]; ok {
		envs[i] = key + "=" + value
	} else {
		env[key] = len(envs)
		envs = append(envs, key+"="+value)
	}
	runtime_setenv(key, value, true)
	return nil
}

func Unsetenv(key string) error {
	envOnce.Do(readEnv)
	envLock.Lock()
	defer envLock.Unlock()
	if i, ok := env[key]; ok {
		envs[i] = ""
		delete(env, key)
	}
	runtime_setenv(key, "", false)
	return nil
}

func Clearenv() {
	envOnce.Do(readEnv)
	envLock.Lock()
	defer envLock.Unlock()
	for key := range env {
		runtime_setenv(key, "", false)
	}
	env = make(map[string]int)
	envs = nil
}

func Environ() []string {
	envOnce.Do(readEnv)
	envLock.RLock()
	defer envLock.RUnlock()
	list := make([]string, 0, len(envs))
	for _, s := range envs {
		if s != "" {
			list = append(list, s)
		}
	}
	return list
}
