# In-place updates of lists of arrays; the last argument holds the numbers, float64. What a function returns is dropped, but norm's.

# s = learning rate, beta1, beta2, weight decay, epsilon; each of steps, [1] float32, counts this step too
def adamw_(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], s: Tensor) -> Tensor:
  n = annotate(List[float], s.tolist())
  torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), steps, lr=n[0], beta1=n[1], beta2=n[2], weight_decay=n[3], eps=n[4], amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
  return p[0]

# s = learning rate, momentum, weight decay, nesterov (0 or 1)
def sgd_(p: List[Tensor], g: List[Tensor], m: List[Tensor], s: Tensor) -> Tensor:
  n = annotate(List[float], s.tolist())
  torch._fused_sgd_(p, g, m, weight_decay=n[2], momentum=n[1], lr=n[0], dampening=0., nesterov=n[3] > 0., maximize=False, is_first_step=False, grad_scale=None, found_inf=None)
  return p[0]

# the norm of all values, from the norm of each array
def norm(g: List[Tensor], s: Tensor) -> Tensor:
  norms = torch.stack(torch._foreach_norm(g, 2))
  return torch.linalg_vector_norm(torch.to(norms, 7), 2)

# g *= s
def scale_(g: List[Tensor], s: Tensor) -> Tensor:
  n = annotate(List[float], s.tolist())
  torch._foreach_mul_(g, n[0])
  return g[0]

# g += h
def add_(g: List[Tensor], h: List[Tensor], s: Tensor) -> Tensor:
  torch._foreach_add_(g, h, alpha=1)
  return g[0]

# average += s (p - average)
def lerp_(average: List[Tensor], p: List[Tensor], s: Tensor) -> Tensor:
  n = annotate(List[float], s.tolist())
  torch._foreach_lerp_(average, p, n[0])
  return average[0]

def copy_(to: List[Tensor], source: List[Tensor], s: Tensor) -> Tensor:
  torch._foreach_copy_(to, source)
  return to[0]
